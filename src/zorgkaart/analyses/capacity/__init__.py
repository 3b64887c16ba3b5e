"""Whether sites can do what is asked of them, who goes elsewhere because of waiting, and whether people fit at all."""
