"""The case page (事项页面): everything about one matter read at once, and what is told of it elsewhere.

``views -> opening -> page`` reads what the packages below hold; nothing of them reads from here. ``dossier`` puts an old case on
one sheet, ``retelling`` tells closed matters without their people.
"""
