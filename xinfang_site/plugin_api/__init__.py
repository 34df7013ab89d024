"""What a plugin may import (插件接口): these modules, ``xinfang_site.domain``, and nothing else of the core.

=======================  =======================================================
Each module is small and re-exports or wraps one subject; heavy libraries are imported on first use.
"""
