namespace Dashboard.Simulator.Cluster;

/// <summary>
/// What will happen, in the order of simulated time. Each action runs at its own time however late it is run, so the course of the
/// cluster does not depend on when somebody looks.
/// </summary>
internal sealed class Agenda
{
    private readonly PriorityQueue<Action<double>, (double At, long Sequence)> _queue = new();
    private long _sequence;

    public void At(double simulatedSeconds, Action<double> action) => _queue.Enqueue(action, (simulatedSeconds, _sequence++));

    public void Every(double first, double period, Action<double> action)
    {
        At(first, Next);

        void Next(double at)
        {
            At(at + period, Next);
            action(at);
        }
    }

    /// <param name="afterEach">Runs after each action, with its time.</param>
    public void RunUntil(double simulatedSeconds, Action<double> afterEach)
    {
        while (_queue.TryPeek(out var action, out var key) && key.At <= simulatedSeconds)
        {
            _queue.Dequeue();
            action(key.At);
            afterEach(key.At);
        }
    }
}
