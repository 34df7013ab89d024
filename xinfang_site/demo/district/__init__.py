"""The district of the demo (演示机构、人员): its offices, its people, the modules that are on."""
