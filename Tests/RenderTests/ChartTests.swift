import Columns
import Testing

@testable import Render

@Suite struct ChartTests {
    @Test func `bars share one scale and say their value`() {
        var options = OutputOptions()
        options.width = 40
        let shown = table([
            ("department", coded(["Engineering", "Sales", nil])), ("n", integers([40, 10, nil])),
        ])
        #expect(
            render(shown, as: .bar, options: options) == """
                department    n
                Engineering  40  ███████████████████████
                Sales        10  █████▊
                ∅             ∅

                """)
        options.usesASCII = true
        #expect(
            render(shown, as: .bar, options: options) == """
                department      n
                Engineering    40  #####################
                Sales          10  #####
                NULL         NULL

                """)
    }

    @Test func `negative bars lie left of zero`() {
        var options = OutputOptions()
        options.width = 27
        let shown = table([("k", text(["a", "b"])), ("change", numbers([-1, 1]))])
        #expect(
            render(shown, as: .bar, options: options) == """
                k  change
                a      -1  ████████
                b       1          ████████

                """)
    }

    @Test func `a numeric key is the label and not the bar`() {
        let shown = table([
            ("year", integers([2024, 2025])), ("month", integers([1, 2])), ("n", integers([5, 9])),
        ])
        let series = try? ChartSeries(shown, format: .bar, glyphs: .unicode)
        #expect(series?.name == "month" && series?.label(0) == "2024")
        #expect(throws: RenderError.noNumericColumn(.bar)) {
            try render(table([("a", text(["x"]))]), as: .bar) { _ in }
        }
        #expect(RenderError.noNumericColumn(.line).sentence.hasPrefix("line needs a column"))
    }

    @Test func `a line goes from the first row to the last between its extremes`() {
        var options = OutputOptions()
        options.width = 20
        options.usesASCII = true
        let shown = table([
            ("day", Column(.date([0, 1, 2, 10]))), ("n", integers([0, 9, nil, 9])),
        ])
        #expect(
            render(shown, as: .line, options: options)
                == """
                n over day
                9 |  *            *
                  |  *
                  |  *
                  | *
                  | *
                  | *
                  | *
                  |*
                  |*
                0 |*
                   1970-..  1970-..

                """)
        #expect(render(table([("n", integers([nil]))]), as: .line).contains("no values to draw"))
    }

    @Test func `charts of extreme values draw without a trap`() {
        let values: [[Double?]] = [
            [.greatestFiniteMagnitude, -.greatestFiniteMagnitude], [.nan, .infinity, 1], [0, 0],
            [.leastNonzeroMagnitude, 0, -.leastNonzeroMagnitude], [nil], [], [1e308, 1e308],
        ]
        for column in values {
            for format in [OutputFormat.bar, .line] {
                for width in [0, 20, 80] {
                    var options = OutputOptions()
                    options.width = width
                    let shown = table([
                        ("k", text(column.map { _ in "key" })), ("v", numbers(column)),
                    ])
                    let text = render(shown, as: format, options: options)
                    #expect(!text.isEmpty)
                    if width > 0 {
                        #expect(
                            text.split(separator: "\n").allSatisfy {
                                displayWidth(String($0)) <= width + 25
                            })
                    }
                }
            }
        }
        let limits = table([("k", text(["a", "b"])), ("v", integers([.min, .max]))])
        #expect(render(limits, as: .bar).contains("-9223372036854775808"))
        #expect(render(limits, as: .line).contains("9223372036854775807"))
    }
}
