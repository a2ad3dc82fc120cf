-- Records the action document of one day; a revised one replaces it.
INSERT OR REPLACE INTO action (day, document) VALUES ($day, $document)
