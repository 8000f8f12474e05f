using Spectre.Console;

namespace Prover.Cli.Output;

/// <summary>A bar per step, with times, on a terminal.</summary>
internal sealed class TerminalProgress : IProgressDisplay
{
    private readonly TextWriter terminal;
    private readonly IAnsiConsole console;
    private ProgressTask? current;

    /// <summary>Shows progress on a writer that is a terminal.</summary>
    public TerminalProgress(TextWriter terminal)
    {
        this.terminal = terminal;
        console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(terminal),
            Interactive = InteractionSupport.Yes,
        });
    }

    /// <inheritdoc/>
    public T Run<T>(IReadOnlyList<string> steps, Func<Action<string>, T> work) => console.Progress()
        .AutoClear(true)
        .Columns(
            new TaskDescriptionColumn { Alignment = Justify.Left },
            new ProgressBarColumn(),
            new ElapsedTimeColumn(),
            new SpinnerColumn())
        .Start(context =>
        {
            ProgressTask[] bars = [.. steps.Select(step => context.AddTask(Markup.Escape(step), autoStart: false, maxValue: 1))];
            int running = -1;
            T result = work(step =>
            {
                Finish(bars, running);
                running = Array.IndexOf([.. steps], step);
                if (running < 0) return;
                bars[running].StartTask();
                bars[running].IsIndeterminate = true;
                current = bars[running];
            });
            Finish(bars, running);
            return result;
        });

    /// <inheritdoc/>
    public void Advance(double share)
    {
        if (current is null) return;
        current.IsIndeterminate = false;
        current.Value = share;
    }

    /// <inheritdoc/>
    public void Note(string text) => terminal.WriteLine(PlainText.OneLine(text)); // not wrapped: it may be a command to copy

    private static void Finish(ProgressTask[] bars, int index)
    {
        if (index < 0) return;
        bars[index].IsIndeterminate = false;
        bars[index].Value = 1;
        bars[index].StopTask();
    }
}
