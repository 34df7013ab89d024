"""Every table of the petitions (信访事项的表), imported in one place."""

from xinfang_site.petitions import models, procedure_models, proposal_models, register_models
from xinfang_site.petitions.attachments import models as attachments
from xinfang_site.petitions.registering import models as registering

__all__ = ["attachments", "models", "procedure_models", "proposal_models", "register_models", "registering"]
