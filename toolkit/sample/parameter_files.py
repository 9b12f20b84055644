"""What stands in the parameter files of the sample provider?"""

from __future__ import annotations

import csv
import io

from toolkit.parameters.write import (
    framework_yaml,
    provider_yaml,
    service_yaml,
    sources_yaml,
    themes_yaml,
    thresholds_yaml,
)
from toolkit.sample.provider import NOMINATED_INDIVIDUAL, PROVIDER_NAME
from toolkit.sample.stories import Service
from toolkit.sources.contract import TABLES

WORDS = {
    "Meds errors": "medication",
    "Late or missed calls": "missed_care",
    "Different carers": "continuity",
    "Cook and kitchen": "nutrition",
}
OVERRIDES = {
    "linden-close": {
        "repeated-staffing-gaps": {
            "days_in_month": (
                3,
                "Three workers a shift: one missing is felt by everyone, so we look sooner.",
            ),
        },
    },
}


def parameter_files(services: tuple[Service, ...]) -> dict[str, bytes]:
    """Every file of `parameters/`, by its path in the workspace."""
    texts = {
        "parameters/services.csv": services_csv(services),
        "parameters/provider.yaml": provider_yaml(
            name=PROVIDER_NAME,
            forums={"quality_meeting": "home quality meeting", "oversight": "quality and safety committee"},
            reviewers={"provider representative": "regional director"},
        ),
        "parameters/thresholds.yaml": thresholds_yaml(),
        "parameters/themes.yaml": themes_yaml(WORDS),
        "parameters/framework.yaml": framework_yaml(),
        "parameters/sources.yaml": sources_yaml(),
    }
    for service in services:
        if service.service_id in OVERRIDES:
            changes = OVERRIDES[service.service_id]
            texts[f"parameters/services/{service.service_id}.yaml"] = service_yaml(thresholds=changes)
    return {path: text.encode("utf-8") for path, text in texts.items()}


def services_csv(services: tuple[Service, ...]) -> str:
    """`services.csv` with every column of the contract."""
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(TABLES["services"].names)
    for service in services:
        opened = service.opened_on.isoformat()
        writer.writerow(
            (service.service_id, service.name, service.kind, service.location_id,
             service.former_location_ids, service.capacity, service.region, service.manager,
             NOMINATED_INDIVIDUAL, opened, "")
        )  # fmt: skip
    return target.getvalue()
