/// The candidates that a misspelt name most likely meant, best first; of equals, in the given order.
///
/// Compares letters and digits alone, case folded, so `last_login` is `Last Login`. Of a dotted candidate the
/// tails count too: `lgoin` is near `profile.login`.
///
/// - Complexity: O(candidates × their length × the name's length).
public func nearestNames(to name: String, in candidates: [String], limit: Int) -> [String] {
    let wanted = folded(name)
    guard !wanted.isEmpty, limit > 0 else { return [] }
    var found: [(index: Int, cost: Int)] = []
    for (index, candidate) in candidates.enumerated() {
        var best: Int?
        var tail = candidate[...]
        while true {
            // A tail is a little worse than the whole name.
            if let cost = cost(of: wanted, as: folded(tail)) {
                let total = cost + (tail.startIndex == candidate.startIndex ? 0 : 1)
                best = min(best ?? total, total)
            }
            guard let dot = tail.firstIndex(of: ".") else { break }
            tail = tail[tail.index(after: dot)...]
        }
        if let best { found.append((index, best)) }
    }
    found.sort { ($0.cost, $0.index) < ($1.cost, $1.index) }
    var names: [String] = []
    for match in found where !names.contains(candidates[match.index]) {
        names.append(candidates[match.index])
        if names.count == limit { break }
    }
    return names
}

/// Letters and digits alone, in lower case.
private func folded(_ name: some StringProtocol) -> [Unicode.Scalar] {
    name.lowercased().unicodeScalars.filter { $0 != "_" && $0.isNamePart }
}

/// How far `wanted` is from `candidate`, two for each edit; nil when it is too far to be meant.
private func cost(of wanted: [Unicode.Scalar], as candidate: [Unicode.Scalar]) -> Int? {
    guard !candidate.isEmpty else { return nil }
    let allowed = max(1, wanted.count / 3)
    let distance = editDistance(wanted, candidate, atMost: allowed)
    let isPrefix = wanted.count >= 3 && candidate.starts(with: wanted)
    if let distance, distance < wanted.count, !isPrefix || distance < 2 { return distance * 2 }
    guard wanted.count >= 3 else { return nil }
    // What was typed so far; likelier than two slips.
    if isPrefix { return 3 }
    // An abbreviation: `dept` for `department`.
    if candidate[0] == wanted[0], isSubsequence(wanted, of: candidate),
        wanted.count * 3 >= candidate.count
    {
        return allowed * 2 + 2
    }
    // A longer word around a name: `userDepartment` for `department`.
    if candidate.count >= 4, contains(wanted, candidate) || contains(candidate, wanted) {
        return allowed * 2 + 4
    }
    return nil
}

private func isSubsequence(_ part: [Unicode.Scalar], of whole: [Unicode.Scalar]) -> Bool {
    var rest = part[...]
    for scalar in whole where scalar == rest.first { rest.removeFirst() }
    return rest.isEmpty
}

private func contains(_ whole: [Unicode.Scalar], _ part: [Unicode.Scalar]) -> Bool {
    guard whole.count >= part.count else { return false }
    return (0...(whole.count - part.count)).contains { whole[$0...].starts(with: part) }
}

/// Insertions, deletions, replacements and swaps of neighbours (optimal string alignment); nil beyond `limit`.
private func editDistance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar], atMost limit: Int) -> Int? {
    guard abs(a.count - b.count) <= limit else { return nil }
    var beforeLast: [Int] = []
    var last = Array(0...b.count)
    for i in a.indices {
        var row = [i + 1]
        row.reserveCapacity(b.count + 1)
        for j in b.indices {
            var cost = min(last[j + 1] + 1, row[j] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
            if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
                cost = min(cost, beforeLast[j - 1] + 1)
            }
            row.append(cost)
        }
        if (row.min() ?? 0) > limit { return nil }
        beforeLast = last
        last = row
    }
    return last[b.count] <= limit ? last[b.count] : nil
}
