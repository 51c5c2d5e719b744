"""The face in the browser: REST, one WebSocket and the pages, bound to this machine. It holds no rules and no facts."""
