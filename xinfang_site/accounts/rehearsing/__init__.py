"""Rehearsing a post (岗位预演): the site as a post sees it, without the rights to change anything."""
