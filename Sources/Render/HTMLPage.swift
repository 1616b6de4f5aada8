/// The fixed parts of an exported page.
enum HTMLPage {
    static let policy =
        "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'"

    static let style = """

        :root { color-scheme: light dark; --ink: #1c1f24; --soft: #68707c; --line: #e3e6ea;
          --ground: #fff; --band: #f6f7f9; --mark: #2563c9; }
        @media (prefers-color-scheme: dark) { :root { --ink: #e4e7ec; --soft: #97a0ad;
          --line: #30363f; --ground: #16191e; --band: #1d2127; --mark: #7db0ff; } }
        * { box-sizing: border-box; }
        body { margin: 0; padding: 2rem; background: var(--ground); color: var(--ink);
          font: 14px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
        h1 { font-size: 1.35rem; font-weight: 600; margin: 0 0 1rem; white-space: pre-wrap; }
        .tools { display: flex; gap: 1rem; align-items: center; margin-bottom: .75rem; }
        .tools input { font: inherit; color: inherit; background: var(--ground); width: 20rem;
          max-width: 100%; padding: .4rem .7rem; border: 1px solid var(--line); border-radius: 6px; }
        .tools output, footer, small { color: var(--soft); }
        .scroll { overflow: auto; max-height: 80vh; border: 1px solid var(--line);
          border-radius: 8px; }
        table { border-collapse: collapse; min-width: 100%; font-variant-numeric: tabular-nums; }
        th { position: sticky; top: 0; padding: 0; background: var(--band); text-align: left; }
        th button { all: unset; display: block; width: 100%; padding: .5rem .8rem;
          box-sizing: border-box; cursor: pointer; font-weight: 600; white-space: nowrap; }
        th button:focus-visible { outline: 2px solid var(--mark); outline-offset: -2px; }
        th small { display: block; font-weight: 400; font-size: .75rem; }
        th[aria-sort=ascending] button::after { content: " \\2191"; color: var(--mark); }
        th[aria-sort=descending] button::after { content: " \\2193"; color: var(--mark); }
        td { padding: .35rem .8rem; border-top: 1px solid var(--line); vertical-align: top;
          white-space: pre-wrap; overflow-wrap: anywhere; max-width: 40rem; }
        td.n { text-align: right; white-space: nowrap; }
        td.m::before { content: "\\2205"; color: var(--soft); opacity: .6; }
        tbody tr:hover { background: var(--band); }
        footer { margin-top: 1rem; }
        footer ul { margin: 0; padding: 0; list-style: none; }
        footer li { display: inline; white-space: pre-wrap; }
        footer li + li::before { content: " \\00b7 "; }
        @media print { body { padding: 0; } .tools { display: none; }
          .scroll { overflow: visible; max-height: none; border: 0; } }

        """

    static func tools(rowCount: Int) -> String {
        let noun = rowCount == 1 ? "row" : "rows"
        return """
            <div class="tools"><input type="search" placeholder="Filter" \
            aria-label="Filter rows"><output>\(grouped(rowCount)) \(noun)</output></div>

            """
    }

    /// Sorts by the header that was clicked, missing last both ways, and hides rows that lack a word of the
    /// filter.
    static let script = """

        (() => {
          const body = document.querySelector('tbody'), rows = [...body.rows];
          const heads = [...document.querySelectorAll('th')], out = document.querySelector('output');
          const all = out.textContent, text = new Intl.Collator(undefined, { numeric: true });
          heads.forEach((head, column) => head.firstChild.addEventListener('click', () => {
            const down = head.getAttribute('aria-sort') === 'ascending';
            heads.forEach(other => other.setAttribute('aria-sort', 'none'));
            head.setAttribute('aria-sort', down ? 'descending' : 'ascending');
            const isNumber = 'number' in head.dataset;
            const keyed = rows.map((row, index) => {
              const cell = row.cells[column], missing = cell.className === 'm';
              const key = isNumber ? Number(cell.dataset.s ?? cell.textContent) : cell.textContent;
              return { row, index, missing, key };
            });
            keyed.sort((a, b) => a.missing - b.missing ||
              (down ? -1 : 1) * (isNumber ? a.key - b.key : text.compare(a.key, b.key)) ||
              a.index - b.index);
            body.append(...keyed.map(entry => entry.row));
          }));
          document.querySelector('input').addEventListener('input', event => {
            const words = event.target.value.toLowerCase().split(/\\s+/).filter(word => word);
            let shown = 0;
            for (const row of rows) {
              const content = row.textContent.toLowerCase();
              row.hidden = !words.every(word => content.includes(word));
              if (!row.hidden) shown += 1;
            }
            out.textContent = words.length ? shown.toLocaleString('en') + ' of ' + all : all;
          });
        })();

        """
}
