"""Attachments (附件): files added to a matter, opened, voided; never deleted.

``views -> services -> models``; the content itself lies in ``xinfang_site.files``. ``kinds`` tells guards which paper is there.
"""
