"""What a plugin may import (插件接口): these modules, ``xinfang_site.domain``, and nothing else of the core.

=========================  ==============================================================
``plugin_api.hooks``       ``hookimpl`` and the values that hooks take and return
``plugin_api.data``        tables, sessions, transactions, audit, number series, refusals
``plugin_api.changes``     before and after, for the audit
``plugin_api.disclosure``  names and phones in clear: a reason, a record, a limit an hour
``plugin_api.pages``       forms, access, lists, the conflict page, who is signed in
``plugin_api.dates``       today, now, the working calendar
``plugin_api.people``      offices and their people
``plugin_api.matters``     petitions that a person may see
``plugin_api.figures``     a few counts of an office's register for a day
``plugin_api.asking``      what the other modules have due, or could tell the briefing
``plugin_api.ledgers``     reading Excel and csv ledgers, and their import pages
``plugin_api.laws``        the law library, citations, passages and their changes
``plugin_api.files``       uploads kept by content hash, and sending them
``plugin_api.teaching``    what went wrong by article, closed matters without identities
``plugin_api.papers``      official papers as docx and as a page
``plugin_api.jobs``        work in the background
``plugin_api.statistics``  tables of figures, their charts and workbooks
``plugin_api.limits``      counted tries of public pages
=========================  ==============================================================

Each module is small and re-exports or wraps one subject; heavy libraries are imported on first use.
"""
