"""How do two published months of a service, or of every service, compare?"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from toolkit import parameters as parameter_files
from toolkit.audits.changes import Changes, ServiceMonth, compare_months
from toolkit.audits.published import MANIFEST, ServiceFindings, read_month
from toolkit.errors import WrongUse
from toolkit.parameters import Parameters
from toolkit.period import Period
from toolkit.run.manifest import toolkit_version


def changes_since_month_before(
    findings: ServiceFindings, parameters: Parameters, month_folder: Path
) -> Changes | None:
    """What changed since the month before, if that was audited; `findings` need not be published yet."""
    before = Period.parse(findings.month).earlier(1).month
    was = read_month(month_folder.parent / before / findings.service)
    if was is None:
        return None
    thresholds = parameters.thresholds(findings.service).model_dump(mode="json", by_alias=True)
    now = ServiceMonth(findings.month, findings.audits, thresholds, toolkit_version())
    return compare_months(findings.service, was, now)


def compare_outputs(
    workspace: Path, before: str, after: str, services: Iterable[str] = ()
) -> dict[str, Changes | None]:
    """Service -> what changed between two months already audited; None where one of them is missing.

    Nothing is run. Raises WrongUse for a month that is none or was not audited, for the same month
    twice, and for an unknown service, and WrongParameters.
    """
    parameters = parameter_files.load(workspace)
    wanted = list(services)
    for service in wanted:
        parameters.service(service)
    months = [Period.parse(month).month for month in (before, after)]
    if months[0] == months[1]:
        raise WrongUse("A month cannot be compared with itself.", "Name two months, the earlier one first.")
    outputs = parameters.workspace / "outputs"
    for month in months:
        _check_audited(outputs, month)
    return {
        service: _compare(outputs, service, *months) for service in (wanted or sorted(parameters.services))
    }


def _compare(outputs: Path, service: str, before: str, after: str) -> Changes | None:
    was, now = (read_month(outputs / month / service) for month in (before, after))
    return compare_months(service, was, now) if was and now else None


def _check_audited(outputs: Path, month: str) -> None:
    audited = sorted(path.parent.parent.name for path in outputs.glob(f"[0-9]*-[0-9]*/*/{MANIFEST}"))
    if month not in audited:
        known = ", ".join(dict.fromkeys(audited)) or "none"
        raise WrongUse(
            f"{month} has not been audited here.",
            f"Run grip audit {month} first. Audited so far: {known}.",
        )
