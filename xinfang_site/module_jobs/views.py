"""Pages of modules' jobs (模块任务页面): how far it has come, and the file when it is done; one's own only."""

from io import BytesIO

from flask import Blueprint, g, render_template, send_file
from flask.typing import ResponseReturnValue
from flask_login import current_user

from xinfang_site.access import signed_in
from xinfang_site.extensions import db
from xinfang_site.jobs import files
from xinfang_site.jobs.models import Job
from xinfang_site.jobs.own import progress_of
from xinfang_site.missing import Missing
from xinfang_site.module_jobs import services

blueprint = Blueprint("module_jobs", __name__, url_prefix="/jobs")


@blueprint.get("/<int:job_id>")
@signed_in
def show(job_id: int) -> str:
    """How far a job has come."""
    job = _job(job_id)
    ready = job.state == "done" and (files.folder() / str(job.result.get("file") or "-")).is_file()
    return render_template("module_jobs/show.html", job=progress_of(job), job_id=job.id, ready=ready)


@blueprint.get("/<int:job_id>/file")
@signed_in
def file(job_id: int) -> ResponseReturnValue:
    """The finished file; taking it is noted."""
    job = _job(job_id)
    path = files.folder() / str(job.result.get("file") or "-")
    if job.state != "done" or not path.is_file():
        raise Missing
    name = str(job.result["name"])
    content = BytesIO(path.read_bytes())
    services.note_fetched(db.session(), g.actor, job)
    return send_file(content, as_attachment=True, download_name=name)


def _job(job_id: int) -> Job:
    return services.own_job(db.session(), g.actor, job_id, current_user.permissions)
