namespace Dashboard.Simulator.Store;

internal enum ChangeType
{
    Added,
    Modified,
    Deleted,
}

/// <summary>A change, with the version before it, from which a selector tells whether an object entered or left its view.</summary>
internal sealed record WatchEvent(ChangeType Type, ApiObject Object, ApiObject? Previous)
{
    public long ResourceVersion => Object.ResourceVersion;
}
