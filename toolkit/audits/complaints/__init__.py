"""Did what complaints taught reach the care plan, the person, the staff and practice?"""
