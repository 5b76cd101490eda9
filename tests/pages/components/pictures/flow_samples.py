"""A golden thread with holes, and a link that passes a column."""

from safercornwall.pages.components.pictures.cells import CellMark
from safercornwall.pages.components.pictures.flow.data import Flow, FlowNode

FLOW = Flow(
    "Domestic abuse and sexual violence: the golden thread",
    (
        FlowNode(
            "theme",
            0,
            "Domestic abuse and sexual violence",
            "/plans/2012-13/themes/domestic-abuse/",
        ),
        FlowNode("s1", 1, "Provision for victims at high risk of serious harm"),
        FlowNode(
            "s2",
            1,
            "Perpetrator programmes that reach those who have not been convicted, in every town",
        ),
        FlowNode("s3", 1, "Children who live with domestic abuse"),
        FlowNode(
            "p1",
            2,
            "Independent domestic violence advisers",
            "/projects/idva-high/",
            CellMark("project_status", "current"),
        ),
        FlowNode(
            "p2",
            2,
            "Sexual assault referral centre",
            "/projects/sarc/",
            CellMark("project_status", "current"),
        ),
        FlowNode(
            "p3",
            2,
            "Programme for perpetrators",
            "/projects/programme/",
            CellMark("project_status", "on_hold"),
        ),
        FlowNode("f1", 3, "£120,000, 2011/12", "", CellMark("funding", "secured")),
        FlowNode("f2", 3, "£60,000, 2012/13", "", CellMark("funding", "sought")),
        FlowNode(
            "i1",
            4,
            "Repeat incidents at MARAC",
            "/indicators/marac/",
            CellMark("status", "no_target"),
        ),
        FlowNode("i2", 4, "SARC follow-up", "/indicators/sarc/", CellMark("status", "on_track")),
        FlowNode(
            "i3", 4, "Serious and sexual violence", "/indicators/ssv/", CellMark("status", "missed")
        ),
    ),
    (
        ("theme", "s1"),
        ("theme", "s2"),
        ("theme", "s3"),
        ("s1", "p1"),
        ("s1", "p2"),
        ("s2", "p3"),
        ("p1", "f1"),
        ("p2", "f1"),
        ("p2", "f2"),
        ("p1", "i1"),
        ("p2", "i2"),
        ("p1", "i2"),
    ),
)
FLOW_SAMPLES = {"flow": FLOW}
