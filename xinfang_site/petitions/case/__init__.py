"""The case page (事项页面): everything about one matter read at once, and the small acts that are no steps.

``views -> opening -> page`` reads what the packages below hold; nothing of them reads from here. ``act_views -> acts`` writes:
standing aside, reported units, links, the walk of 诉访分离. ``retelling`` tells closed matters without their people.
"""
