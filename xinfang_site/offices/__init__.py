"""Offices (机构): the organisation tree, with validity, successor and review organ."""
