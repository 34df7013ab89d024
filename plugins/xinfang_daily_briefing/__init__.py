"""每日要情: items from units, verified before midnight, one signed issue each working day, read by leaders.

A briefing tells of matters and events, never of persons; there is no list of persons in it.
"""
