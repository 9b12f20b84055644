"""Which of the provider's services does a piece of learning belong to?

A complaint stays with the service that received it, also when the person has moved and the new home
writes down what was learned, or the provider's office does so under another service.
"""

from __future__ import annotations

import pandas as pd


def learning_of_service(learning: pd.DataFrame, complaints: pd.DataFrame, service_id: str) -> pd.DataFrame:
    """The learning rows that belong to the service, whichever of the services wrote them down.

    Ids are unique within a service, so a row speaks of the complaint of its own service with that id.
    Only where that service has none does it speak of another's, and belongs to it. Where several others
    have a complaint of that id nobody can tell which is meant, and the row stays where it was written.

    `learning` and `complaints` are rows of any of the services. A row written elsewhere whose
    learning id is taken here is given as "id (service)", so that the two are never one.

    >>> learning = pd.DataFrame({"learning_id": ["L1", "L2", "L2"], "complaint_id": ["C1", "C2", "C3"],
    ...                          "service_id": ["oakfield", "oakfield", "elmtree"]})
    >>> complaints = pd.DataFrame({"complaint_id": ["C1", "C2", "C3"],
    ...                            "service_id": ["oakfield", "elmtree", "oakfield"]})
    >>> learning_of_service(learning, complaints, "oakfield")["learning_id"].tolist()
    ['L1', 'L2 (elmtree)']
    """
    received = complaints.groupby("complaint_id")["service_id"].unique()
    by_complaint = {str(one): {str(service) for service in services} for one, services in received.items()}
    pairs = zip(learning["complaint_id"], learning["service_id"], strict=True)
    theirs = [_receiver(str(wrote), by_complaint.get(str(one), set())) for one, wrote in pairs]
    ours = pd.Series([receiver == service_id for receiver in theirs], index=learning.index, dtype="bool")
    rows, written_here = learning[ours], learning[learning["service_id"] == service_id]
    taken = rows["learning_id"].isin(written_here["learning_id"]) | rows["learning_id"].duplicated(keep=False)
    taken &= rows["service_id"] != service_id
    named = rows["learning_id"] + " (" + rows["service_id"] + ")"
    return rows.assign(learning_id=rows["learning_id"].mask(taken, named)).reset_index(drop=True)


def _receiver(wrote: str, received: set[str]) -> str:
    return next(iter(received)) if len(received) == 1 and wrote not in received else wrote
