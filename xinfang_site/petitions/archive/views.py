"""Pages of the archived file (归档案卷页面): its catalogue checked, the whole package to take along."""

from flask import g, render_template, send_file
from flask.typing import ResponseReturnValue

from xinfang_site.access import requires
from xinfang_site.errors import error_page
from xinfang_site.extensions import db
from xinfang_site.petitions.archive import freezing, packages
from xinfang_site.petitions.blueprint import blueprint
from xinfang_site.petitions.people.unmasking import REACHED, TooMany
from xinfang_site.petitions.visibility import scope


@blueprint.get("/<int:petition_id>/archive")
@requires("petition.view")
def archive(petition_id: int) -> str:
    """The frozen file: its catalogue, each entry checked against its hash."""
    kept = packages.open_archive(db.session(), g.actor, petition_id)
    petition = scope.get(db.session(), g.actor, petition_id)
    whole, rows = packages.check(db.session(), kept)
    return render_template(
        "petitions/archive.html",
        petition=petition,
        archive=kept,
        whole=whole and all(each.whole for each in rows),
        rows=rows,
        retention=freezing.RETENTIONS[kept.retention],
    )


@blueprint.get("/<int:petition_id>/archive.zip")
@requires("petition.view")
def archive_package(petition_id: int) -> ResponseReturnValue:
    """The whole package as one file; papers with names only for whoever may see these."""
    try:
        kept, without = packages.take_out(db.session(), g.actor, petition_id)
    except TooMany:
        return error_page(429, REACHED)
    content = packages.as_zip(db.session(), kept, without)
    response = send_file(
        content, mimetype="application/zip", as_attachment=True, download_name=f"{kept.number}.zip"
    )
    response.call_on_close(content.close)
    return response
