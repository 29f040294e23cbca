"""Messages of matching, E59x."""

MESSAGES = {
    "E590": ("检索结果条数应不小于 1，而不是 {limit}。", "The number of results must be at least 1, not {limit}."),
}
