"""From rules to the numbers of the city twin; the same for the command and for the screen."""
