"""What if, which shifts, whose week, what was decided? (live exploration beside the reports)

Nothing here alters a report: the explorer runs the reports' own audits on thresholds of its own.
Computation stands apart from the widgets that show it.
"""
