"""Small acts around one matter that are no steps (附属办理): standing aside, who is reported, who leads, links, 诉访分离."""
