"""Accounts (账号): people, roles, sign-in and sessions.

``signing_in`` lets people in and says who is visiting, ``own`` is what each sets for himself, ``administering`` what the
system and the security administrator do, ``rehearsing`` a look at the site as a post sees it.
"""
