using System.Globalization;

namespace Dashboard.Server.Live.Pods.Filter;

/// <summary>What a comparison looks at.</summary>
internal enum NumberField
{
    Cpu,
    Mem,
    Restarts,
    Age,
    Growth,
}

internal enum NumberOperator
{
    Less,
    LessOrEqual,
    Equal,
    NotEqual,
    GreaterOrEqual,
    Greater,
}

/// <summary>What a number of usage is measured by.</summary>
internal enum NumberScale
{
    /// <summary>Nanocores, bytes, seconds, bytes an hour.</summary>
    Absolute,

    /// <summary>Per cent of the limit.</summary>
    OfLimit,

    /// <summary>Per cent of the request.</summary>
    OfRequest,
}

/// <summary>The number that a pod's is compared with.</summary>
internal readonly record struct FilterNumber(decimal Value, NumberScale Scale = NumberScale.Absolute);

/// <summary>
/// A comparison of numbers. A number that is not known (no sample, no limit) is neither more nor less than any other and not unequal either: it
/// holds of no comparison, and of none that is turned round. So <c>-cpu&gt;1</c> are the pods whose CPU is known and at most 1.
/// </summary>
internal sealed class NumberTerm(NumberField subject, NumberOperator comparison, FilterNumber number) : FilterTerm
{
    private readonly double _number = (double)number.Value;

    public override string Canonical { get; } = Write(subject, comparison, number);

    public override int Cost => subject == NumberField.Growth ? 9 : 2;

    public static NumberOperator Inverse(NumberOperator comparison) => comparison switch
    {
        NumberOperator.Less => NumberOperator.GreaterOrEqual,
        NumberOperator.LessOrEqual => NumberOperator.Greater,
        NumberOperator.Equal => NumberOperator.NotEqual,
        NumberOperator.NotEqual => NumberOperator.Equal,
        NumberOperator.GreaterOrEqual => NumberOperator.Less,
        _ => NumberOperator.LessOrEqual,
    };

    public static string Name(NumberField field) => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(field.ToString());

    public override bool Holds(in FilterPod pod)
    {
        var value = ValueOf(pod);
        return !double.IsNaN(value) && comparison switch
        {
            NumberOperator.Less => value < _number,
            NumberOperator.LessOrEqual => value <= _number,
            NumberOperator.Equal => value == _number,
            NumberOperator.NotEqual => value != _number,
            NumberOperator.GreaterOrEqual => value >= _number,
            _ => value > _number,
        };
    }

    private double ValueOf(in FilterPod pod) => subject switch
    {
        NumberField.Cpu => number.Scale switch
        {
            NumberScale.OfLimit => 100 * PodRanks.Number(pod.Reader, pod.Slot, pod.Facts, PodSort.CpuLimitShare),
            NumberScale.OfRequest => 100 * PodRanks.Number(pod.Reader, pod.Slot, pod.Facts, PodSort.CpuRequestShare),
            _ => PodRanks.Number(pod.Reader, pod.Slot, pod.Facts, PodSort.Cpu),
        },
        NumberField.Mem => number.Scale switch
        {
            NumberScale.OfLimit => 100 * PodRanks.Number(pod.Reader, pod.Slot, pod.Facts, PodSort.MemoryLimitShare),
            NumberScale.OfRequest => 100 * PodRanks.Number(pod.Reader, pod.Slot, pod.Facts, PodSort.MemoryRequestShare),
            _ => PodRanks.Number(pod.Reader, pod.Slot, pod.Facts, PodSort.Memory),
        },
        NumberField.Restarts => PodRows.Restarts(pod.Facts).Count,
        NumberField.Growth => PodRanks.Number(pod.Reader, pod.Slot, pod.Facts, PodSort.MemoryGrowth),
        _ => (pod.Reader.At - pod.Facts.CreatedAt).TotalSeconds,
    };

    private static string Write(NumberField field, NumberOperator comparison, FilterNumber number)
    {
        var sign = comparison switch
        {
            NumberOperator.Less => "<",
            NumberOperator.LessOrEqual => "<=",
            NumberOperator.GreaterOrEqual => ">=",
            NumberOperator.Greater => ">",
            _ => "=",
        };
        var unit = number.Scale switch
        {
            NumberScale.OfLimit => "%",
            NumberScale.OfRequest => "%req",
            _ => field switch
            {
                NumberField.Cpu => "n",
                NumberField.Age => "s",
                _ => "",
            },
        };
        var value = number.Value.ToString("0.############################", CultureInfo.InvariantCulture);
        return $"{(comparison == NumberOperator.NotEqual ? "-" : "")}{Name(field)}{sign}{value}{unit}";
    }
}
