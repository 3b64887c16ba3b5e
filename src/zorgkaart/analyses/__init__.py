"""One room per analysis: what it computes, what it gives, what it says on the terminal, and its command."""
