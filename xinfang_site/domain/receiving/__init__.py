"""From receipt to acceptance (收件、登记、转送、受理): what may be taken in, by whom, on which path."""
