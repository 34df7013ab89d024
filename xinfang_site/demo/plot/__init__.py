"""What is to happen to each demo matter (演示情节): its topic, its route, its days and its people; nothing is done yet."""
