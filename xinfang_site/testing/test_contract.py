"""The contract (插件契约): every installed plugin keeps to it, whoever wrote it."""

import ast
from datetime import timedelta

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from lxml import html
from sqlalchemy import func, inspect, select

from xinfang_site import clock, migrating, plugin_failures, plugin_migrations, revisions
from xinfang_site.domain.roles import Role
from xinfang_site.extensions import Base, db
from xinfang_site.modules import asking, forms
from xinfang_site.plugin_finding import carries
from xinfang_site.plugin_registry import plugins
from xinfang_site.reports.periods import month_of
from xinfang_site.testing import inspecting
from xinfang_site.testing.fixtures import Site
from xinfang_site.testing.people import OTHER

pytestmark = pytest.mark.filterwarnings("error")
NAMES = inspecting.names()


@pytest.fixture(params=NAMES)
def name(request: pytest.FixtureRequest, site: Site) -> str:
    """Each installed plugin in turn; one that does not work fails here, with the reason."""
    found = str(request.param)
    assert found not in plugins().broken, plugins().broken[found]
    assert found not in plugins().pending, plugins().pending[found]
    return found


def test_it_says_who_it_is(site: Site, name: str) -> None:
    plugin = site.plugin(name)
    assert plugin.info.name == name
    assert plugin.info.title.strip()
    assert len(plugin.info.description) >= 5
    assert set(plugin.info.requires) <= plugins().installed.keys()
    assert plugin.version


def test_it_imports_nothing_but_the_doors(site: Site, name: str) -> None:
    plugin = site.plugin(name)
    assert list(inspecting.foreign_imports(inspecting.folder_of(plugin), plugin.package)) == []


def test_its_names_carry_its_own(site: Site, name: str) -> None:
    plugin = site.plugin(name)
    assert all(carries(each.name, name) for each in plugin.blueprints)
    assert all(carries(each, name) for each in plugin.tables)
    assert all(each.name.startswith(f"{name}.") for each in plugin.permissions)
    templates = inspecting.folder_of(plugin) / "templates"
    if templates.is_dir():
        assert [each.name for each in templates.iterdir()] == [plugin.package], "模板应在以包名命名的文件夹中"


def test_every_row_belongs_to_an_office(site: Site, name: str) -> None:
    own = set(site.plugin(name).tables)
    strays = [
        each.name
        for each in inspecting.tables_of(site.plugin(name))
        if not inspecting.belongs_to_office(each, own)
    ]
    assert strays == []


def test_its_migrations_make_its_tables_and_are_a_branch_of_its_own(site: Site, name: str) -> None:
    plugin = site.plugin(name)
    if plugin.migrations is None:
        assert plugin.tables == ()
        return
    assert all(carries(each, name) for each in revisions.heads(plugin.migrations))
    for path in plugin.migrations.glob("*.py"):
        modules = [
            each
            for node in ast.walk(ast.parse(path.read_text("utf-8")))
            for each in inspecting._imported(node)
        ]
        assert not [each for each in modules if each.startswith(("xinfang_", plugin.package))], path.name
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        drift = [
            each for each in compare_metadata(context, Base.metadata) if _names(each) & set(plugin.tables)
        ]
    assert drift == []


def _names(difference: object) -> set[str]:
    parts = difference if isinstance(difference, list | tuple) else [difference]
    found = {str(getattr(each, "name", "")) for each in parts} | {
        str(each) for each in parts if isinstance(each, str)
    }
    return found | {str(getattr(getattr(each, "table", None), "name", "")) for each in parts}


def test_its_tables_can_be_taken_out_and_put_back_alone(site: Site, name: str) -> None:
    plugin = site.plugin(name)
    if plugin.migrations is None:
        return
    db.session.remove()
    config = migrating.configuration(db.engine, plugin_migrations.folders())
    before = set(inspect(db.engine).get_table_names())
    command.downgrade(config, f"{name}@base")
    assert before - set(inspect(db.engine).get_table_names()) == set(plugin.tables)
    command.upgrade(config, f"{name}@head")
    assert set(inspect(db.engine).get_table_names()) == before


def test_off_means_that_no_address_answers(site: Site, name: str) -> None:
    client = site.browser("leader")
    for rule in inspecting.rules_of(site.app, name):
        address = inspecting.address_of(rule)
        post = "GET" not in (rule.methods or ())
        answer = site.post(client, address, {}) if post else client.get(address)
        assert answer.status_code == 404, address


def test_on_in_one_office_is_off_in_the_other(site: Site, name: str) -> None:
    site.switch(name)
    client = site.browser(f"{OTHER}leader")
    public = {"GET"}
    for rule in inspecting.rules_of(site.app, name):
        view = site.app.view_functions[rule.endpoint]
        if getattr(view, "xinfang_access", frozenset()) is None or not public & (rule.methods or set()):
            continue
        assert client.get(inspecting.address_of(rule)).status_code == 404, rule.rule


def test_nobody_opens_its_pages_without_signing_in(site: Site, name: str) -> None:
    site.switch(name)
    client = site.browser("")
    for rule in inspecting.rules_of(site.app, name):
        access: object = getattr(site.app.view_functions[rule.endpoint], "xinfang_access", "signed in")
        if access is not None and "GET" in (rule.methods or ()):
            assert client.get(inspecting.address_of(rule)).status_code == 302, rule.rule


@pytest.mark.parametrize(
    "role",
    [each for each in Role if each.value in {"clerk", "leader", "lawyer", "duty_officer", "unit_head"}],
)
def test_every_page_opens_or_refuses_and_is_well_made(site: Site, name: str, role: Role) -> None:
    site.switch(name)
    client = site.browser(role.value)
    for rule in inspecting.rules_of(site.app, name):
        if "GET" not in (rule.methods or ()) or rule.endpoint.endswith(".static"):
            continue
        answer = client.get(inspecting.address_of(rule))
        assert answer.status_code < 500, rule.rule
        if answer.status_code == 200 and answer.mimetype == "text/html":
            _check_page(answer.text, rule.rule)


def _check_page(text: str, where: str) -> None:
    tree = html.document_fromstring(text)
    assert tree.get("lang") == "zh-CN", where
    assert len(tree.xpath("//h1")) == 1, where
    assert not tree.xpath("//script[not(@src)]|//style|//@style|//@onclick"), where
    for form in tree.xpath("//form[translate(@method, 'POST', 'post')='post']"):
        assert form.xpath(".//input[@name='csrf_token']"), where


def test_its_hooks_answer_values_of_the_right_kind(site: Site, name: str) -> None:
    site.switch(name)
    for role in ("clerk", "leader", "duty_officer"):
        client = site.browser(role)
        assert client.get("/").status_code == 200
    day, office = clock.today(), site.office().id
    with site.app.test_request_context():
        asking.due_items(db.session(), office, day, day + timedelta(days=30))
        asking.briefing_items(db.session(), office, day)
        asking.statistics(db.session(), office, month_of(day))
    asking.mornings(db.session(), day)
    assert [each for each in plugin_failures.recent() if each.plugin == name] == []


def test_its_settings_form_holds_what_it_stores(site: Site, name: str) -> None:
    kind = site.plugin(name).settings_form
    if kind is None:
        return
    with site.app.test_request_context():
        form = forms.settings_form(kind)(meta={"csrf": False})
        stored = forms.stored(form)
        again = forms.settings_form(kind)(data=forms.filled(kind, stored), meta={"csrf": False})
        assert forms.stored(again) == stored


def test_what_it_holds_is_kept_while_it_is_off(site: Site, name: str) -> None:
    def rows() -> dict[str, int]:
        db.session.rollback()
        tables = inspecting.tables_of(site.plugin(name))
        return {each.name: db.session.scalar(select(func.count()).select_from(each)) or 0 for each in tables}

    site.switch(name)
    with site.app.test_request_context():
        asking.demonstrations(db.session(), clock.today())
    before = rows()
    site.switch(name, on=False)
    assert rows() == before
    site.switch(name)
    assert rows() == before
