"""What results mean and how they are shown: columns, classes, views, symbols and layers."""
