using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;
using Dashboard.Diagnostics.Pprof;
using Dashboard.Diagnostics.Stacks;

namespace Dashboard.Diagnostics.Queues;

/// <summary>
/// Names what will run: the method of a callback, and behind the callbacks of the runtime the async method that waits for them. One instance serves one capture.
/// What cannot be read, because this runtime has it otherwise or trimming took its description away, is named by its type.
/// </summary>
[UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "Names only: a member that was trimmed away leaves the type's name.")]
[UnconditionalSuppressMessage("Trimming", "IL2075", Justification = "Names only: a member that was trimmed away leaves the type's name.")]
internal sealed class CallbackNames
{
    private const BindingFlags Declared = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    // A continuation of a continuation of a continuation: further than this nobody is told apart by it.
    private const int MaximumDepth = 8;

    // As the runtime's kinds of work items and continuations name their delegate, or the task that stands behind them.
    private static readonly string[] CallbackFields = ["_callback", "m_action", "_action", "_continuation", "m_task"];

    private readonly Dictionary<MethodBase, Frame> _methods = [];
    private readonly Dictionary<Type, Frame?> _machines = [];
    private readonly Dictionary<(Type Type, string Name), FieldInfo?> _fields = [];

    /// <summary>The callback, and before it, as the leaf, the method that waits for it where there is one.</summary>
    public Frame[] OfTimer(in RuntimeTimer timer)
    {
        var callback = Name(timer.Callback);
        return Waiting(timer.State) is { } waiting ? [Name(waiting), callback] : [callback];
    }

    /// <summary>A work item of the thread pool.</summary>
    public Frame[] OfWorkItem(object item) => [Name(item)];

    private Frame Name(object item)
    {
        try
        {
            return Of(item, 0);
        }
        catch (Exception e) when (e is TypeLoadException or IOException or BadImageFormatException or MemberAccessException or NotSupportedException or InvalidOperationException)
        {
            // One whose parts are not loadable must not hide the others.
            return OfType(item.GetType(), null);
        }
    }

    private Frame Of(object item, int depth)
    {
        if (MachineOf(item.GetType()) is { } machine)
            return machine;
        if (item is Delegate callback)
        {
            // The runtime's own wrappers run what they hold.
            return callback.Target is { } target && IsWrapper(target) && depth < MaximumDepth ? Of(target, depth + 1) : OfMethod(callback.Method);
        }

        if (item is Task task && ActionOf(task) is { } action)
            return Of(action, depth + 1);
        if (depth < MaximumDepth)
        {
            foreach (var name in CallbackFields)
            {
                if (Read(item, name) is { } inner and (Delegate or Task))
                    return Of(inner, depth + 1);
            }
        }

        return OfType(item.GetType(), item is IThreadPoolWorkItem ? nameof(IThreadPoolWorkItem.Execute) : null);
    }

    private bool IsWrapper(object target) =>
        MachineOf(target.GetType()) is not null || target.GetType() is { Name: "ContinuationWrapper", DeclaringType.Namespace: "System.Runtime.CompilerServices" };

    /// <summary>What awaits the state of one of the runtime's timers: Task.Delay and time limits are tasks, a PeriodicTimer has a source of its own.</summary>
    private object? Waiting(object? state)
    {
        var waiting = state switch
        {
            Task task => ContinuationOf(task),
            { } source when source.GetType().DeclaringType == typeof(PeriodicTimer) => Read(source, "_mrvtsc") is { } core ? Read(core, "_continuationState") : null,
            _ => null,
        };
        for (var depth = 0; waiting is not null && depth < MaximumDepth; depth++)
        {
            if (waiting is List<object?> several)
            {
                // The task may change it meanwhile, and puts null for who has gone: Find asks for no index that is gone.
                waiting = several.Find(static s => s is not null);
                continue;
            }

            // A task between, such as WhenAny's or WaitAsync's: who waits for that?
            if (waiting is Task task && MachineOf(task.GetType()) is null && ActionOf(task) is null)
            {
                waiting = ContinuationOf(task);
                continue;
            }

            return waiting.GetType() == typeof(object) ? null : waiting;
        }

        return null;
    }

    /// <summary>An async method's box names its state machine as its last type argument.</summary>
    private Frame? MachineOf(Type type)
    {
        if (_machines.TryGetValue(type, out var known))
            return known;
        var machine = type.IsGenericType ? type.GenericTypeArguments.LastOrDefault(typeof(IAsyncStateMachine).IsAssignableFrom) : null;
        Frame? frame = machine is null ? null
            : machine.GetMethod(nameof(IAsyncStateMachine.MoveNext), Declared) is { } moveNext ? OfMethod(moveNext)
            : OfType(machine, null);
        return _machines[type] = frame;
    }

    private Frame OfMethod(MethodInfo method)
    {
        if (_methods.TryGetValue(method, out var known))
            return known;
        var module = method.Module.ScopeName;
        return _methods[method] = new Frame(MethodNames.Write(method), module, Module: module);
    }

    private Frame OfType(Type type, string? method)
    {
        if (method is not null && type.GetMethod(method, Declared) is { } found)
            return OfMethod(found);
        var definition = type.IsGenericType ? type.GetGenericTypeDefinition() : type;
        return new Frame((definition.FullName ?? definition.Name).Replace('+', '.'), definition.Module.ScopeName, Module: definition.Module.ScopeName);
    }

    private object? Read(object item, string name)
    {
        var type = item.GetType();
        if (!_fields.TryGetValue((type, name), out var field))
        {
            for (var t = type; t is not null && field is null; t = t.BaseType)
                field = t.GetField(name, Declared);
            _fields[(type, name)] = field;
        }

        return field?.GetValue(item);
    }

    private static Delegate? ActionOf(Task task)
    {
        try
        {
            return Action(task);
        }
        catch (MissingFieldException)
        {
            return null;
        }
    }

    private static object? ContinuationOf(Task task)
    {
        try
        {
            return Volatile.Read(ref Continuation(task));
        }
        catch (MissingFieldException)
        {
            return null;
        }
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "m_action")]
    private static extern ref Delegate? Action(Task task);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "m_continuationObject")]
    private static extern ref object? Continuation(Task task);
}
