"""Pages of the modules (模块管理): which an office has on, what switching means, settings, presets."""

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from xinfang_site import plugin_migrations
from xinfang_site.access import requires
from xinfang_site.conflicts_page import Stored, conflict_page
from xinfang_site.domain.errors import Refused
from xinfang_site.extensions import db
from xinfang_site.forms import form_page, options
from xinfang_site.missing import Missing
from xinfang_site.modules import cascade, forms, overview, purging, queries, services, wording
from xinfang_site.offices.models import Office
from xinfang_site.plugin_registry import Installed, plugins
from xinfang_site.versions import StaleEditError

blueprint = Blueprint("modules", __name__, url_prefix="/modules")


@blueprint.get("/")
@requires("module.manage")
def index() -> str:
    """Every module and its state in one office."""
    office, offices = _office()
    form = forms.OfficeChoice.from_query()
    form.office.choices = options([(each.id, _indented(each)) for each in offices])
    form.office.data = office.id
    return render_template(
        "modules/index.html",
        form=form,
        office=office,
        rows=overview.rows(db.session(), plugins(), office, offices),
        kind=forms.kind_title(office.kind),
    )


@blueprint.get("/<name>")
@requires("module.manage")
def show(name: str) -> str:
    """One module: what it does, where it is on, who switched it, what went wrong."""
    module, (office, offices) = _module(name), _office()
    session = db.session()
    return render_template(
        "modules/show.html",
        name=name,
        module=module,
        office=office,
        row=next(each for each in overview.rows(session, plugins(), office) if each.name == name),
        hooks=wording.hooks_of(module),
        permissions=wording.permissions_of(module),
        active=overview.active_offices(session, name, offices),
        switches=queries.switches(session, office.id, name),
        failures=overview.failures_of(name),
        failed_at=wording.failed_at,
        settings=queries.newest_settings(session, office.id, name),
    )


@blueprint.route("/<name>/on", methods=["GET", "POST"], defaults={"turn": "on"})
@blueprint.route("/<name>/off", methods=["GET", "POST"], defaults={"turn": "off"})
@requires("module.manage")
def switch(name: str, turn: str) -> ResponseReturnValue:
    """Show what will change, then switch."""
    module, (office, _) = _module(name), _office()
    on = turn == "on"
    present = queries.on_in(db.session(), office.id)
    others = services.switched_along(plugins(), present, name, on=on)
    form = forms.SwitchForm(others=",".join(others))
    back = url_for("modules.index", office=office.id)
    if form.submitted():
        draft = services.Turn(office.id, name, on, form.reason.data or "", form.shown())
        try:
            turned = services.switch(db.session(), g.actor, plugins(), draft)
        except Refused as refusal:
            form.refuse(refusal)
            form.others.data = ",".join(others)
        else:
            said = "已启用" if on else "已停用"
            flash(f"{office.short_name}：{module.info.title}{said}。" if turned else "没有变化。", "success")
            return redirect(back)
    return form_page(
        "modules/switch.html",
        form,
        module=module,
        office=office,
        on=on,
        already=on == (name in present),
        lines=wording.consequences(module, cascade.titles(plugins(), others), on=on),
        back=back,
    )


@blueprint.route("/<name>/settings", methods=["GET", "POST"])
@requires("module.manage")
def settings(name: str) -> ResponseReturnValue:
    """The settings of a module in an office, by the module's own form."""
    module, (office, _) = _module(name), _office()
    if module.settings_form is None:
        raise Missing
    newest = queries.newest_settings(db.session(), office.id, name)
    version = newest.version if newest else 0
    kind = forms.settings_form(module.settings_form)
    form = kind(data={"version": version, **forms.filled(kind, newest.values if newest else {})})
    back = url_for("modules.show", name=name, office=office.id)
    if form.submitted():
        draft = services.SettingsDraft(
            office.id, name, forms.stored(form), int(form["version"].data), forms.labels(form)
        )
        try:
            saved = services.save_settings(db.session(), g.actor, draft)
        except Refused as refusal:
            form.refuse(refusal)
        except StaleEditError:
            now = queries.newest_settings(db.session(), office.id, name)
            held = Stored(now.version, forms.filled(kind, now.values)) if now else Stored(0, {})
            return conflict_page(form, held, back)
        else:
            flash("设置已保存，下一次操作起生效。" if saved else "没有变化。", "success")
            return redirect(back)
    return form_page("modules/settings.html", form, module=module, office=office, back=back)


@blueprint.route("/presets", methods=["GET", "POST"])
@requires("module.manage")
def presets() -> ResponseReturnValue:
    """Switch on what offices of one kind usually have; what they have besides stays."""
    _, offices = _office()
    kinds = {each.kind: forms.kind_title(each.kind) for each in offices}
    wanted = request.values.get("kind", "")
    kind = wanted if wanted in kinds else next(iter(kinds))
    lacking = {each: _lacking(each) for each in offices if each.kind == kind}
    lacking = {office: names for office, names in lacking.items() if names}
    shown = ";".join(f"{office.id}:{','.join(names)}" for office, names in lacking.items())
    form = forms.PresetForm(kind=kind, shown=shown)
    if form.submitted():
        if form.shown.data != shown:
            form.form_errors.append("情况已经变化，请重新核对下面的内容")
            form.shown.data = shown
        else:
            reason = f"{kinds[kind]}预设：{form.reason.data}"
            plan = {office.id: names for office, names in lacking.items()}
            turned = services.preset(db.session(), g.actor, plugins(), plan, reason)
            flash(f"已启用 {turned} 项。", "success")
            return redirect(url_for("modules.index"))
    return form_page(
        "modules/presets.html",
        form,
        kinds=kinds,
        kind=kind,
        lacking=[(office, cascade.titles(plugins(), names)) for office, names in lacking.items()],
        preset=cascade.titles(plugins(), _preset_of(offices, kind)),
    )


@blueprint.route("/<name>/purge", methods=["GET", "POST"])
@requires("module.manage")
def purge(name: str) -> ResponseReturnValue:
    """Consent to taking a module's records out: one of two people; the other runs the command."""
    found = plugins().installed.get(name)
    if found is None and plugin_migrations.kept_of(name) is None:
        raise Missing
    form = forms.PurgeForm()
    title = found.info.title if found else name
    if form.submitted():
        try:
            purging.approve(db.session(), g.actor, name, form.reason.data or "")
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(f"已批准取出“{title}”的数据，七天内有效。请系统管理员在服务器上办理。", "success")
            return redirect(url_for("modules.index"))
    return form_page("modules/purge.html", form, name=name, title=title)


def _lacking(office: Office) -> list[str]:
    present = queries.on_in(db.session(), office.id)
    return [each for each in overview.preset_of(plugins(), office) if each not in present]


def _preset_of(offices: list[Office], kind: str) -> list[str]:
    return overview.preset_of(plugins(), next(each for each in offices if each.kind == kind))


def _office() -> tuple[Office, list[Office]]:
    """The office of the address among those that this administrator looks after.

    Raises:
        Missing: it is not one of them.
    """
    offices = list(queries.managed(db.session(), g.actor.office_id))
    wanted = request.args.get("office", g.actor.office_id, type=int)
    found = next((each for each in offices if each.id == wanted), None)
    if found is None:
        raise Missing
    return found, offices


def _module(name: str) -> Installed:
    found = plugins().installed.get(name)
    if found is None:
        raise Missing
    return found


def _indented(office: Office) -> str:
    return "　" * (office.path.count("/") - 2) + office.short_name
