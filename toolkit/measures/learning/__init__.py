"""Did what was learned from complaints reach the care plan, the person, the staff and practice?"""
