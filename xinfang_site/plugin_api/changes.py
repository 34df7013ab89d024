"""Before and after (变更前后): what an audit record of a module says about a change."""

from xinfang_site.audit.changes import changed

__all__ = ["changed"]
