"""Forms of made documents (已制作文书表单): how one was served, why one is void."""

from wtforms import BooleanField, DateField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired

from xinfang_site.conflicts_page import VersionField
from xinfang_site.domain.concluding.opinions import Service, ServiceWay
from xinfang_site.forms import Max, SiteForm, given, options


class ServiceForm(SiteForm):
    """Registers the service of a document (送达表单)."""

    version = VersionField()
    way = SelectField("送达方式", choices=options((each.value, f"{each.title}送达") for each in ServiceWay))
    served_on = DateField("送达日期", [InputRequired("请填写送达日期")], description="信访人收到或者拒收之日")
    refused = BooleanField("信访人拒收（凭证中写明见证情况）")
    proof = StringField(
        "送达凭证",
        [InputRequired("请写明凭证"), Max(200)],
        description="送达回证、签收单、挂号信回执等的名称和编号",
    )

    def service(self) -> Service:
        """The validated fields."""
        return Service(
            ServiceWay(given(self.way.data)),
            given(self.served_on.data),
            self.proof.data or "",
            refused=bool(self.refused.data),
        )


class VoidForm(SiteForm):
    """Voids a document (作废表单)."""

    version = VersionField()
    reason = TextAreaField("作废理由", [InputRequired("请写明作废理由"), Max(500)], render_kw={"rows": 3})
