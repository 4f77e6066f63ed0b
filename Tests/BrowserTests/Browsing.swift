// All tests in Chromium, one after the other: two cores bear one browser at a time.

import Testing

/// The tests in a browser.
@Suite(.serialized, .timeLimit(.minutes(5))) struct Browsing {}
