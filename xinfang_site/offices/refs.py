"""An office as modules know it (机构引用): names, kind and place; no address, no people."""

from xinfang_site.offices.models import Office
from xinfang_site.plugin_values import OfficeRef


def ref_of(office: Office) -> OfficeRef:
    """An office as plugins know it."""
    return OfficeRef(office.id, office.code, office.name, office.short_name, office.kind, office.path)
