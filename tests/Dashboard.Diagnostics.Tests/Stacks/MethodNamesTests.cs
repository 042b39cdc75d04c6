using System.Diagnostics;
using System.Reflection;
using Dashboard.Diagnostics.Stacks;

namespace Dashboard.Diagnostics.Tests.Stacks;

public sealed class MethodNamesTests
{
    private const string Here = "Dashboard.Diagnostics.Tests.Stacks.MethodNamesTests";

    [Fact]
    public void A_lambda_is_named_by_the_method_that_holds_it() =>
        Assert.Equal($"{Here}.A_lambda_is_named_by_the_method_that_holds_it.lambda", ((Func<string>)(() => Name(new StackTrace().GetFrame(0)!)))());

    [Fact]
    public void A_local_function_is_named_by_both()
    {
        Assert.Equal($"{Here}.A_local_function_is_named_by_both.Inner", Inner());

        static string Inner() => Name(new StackTrace().GetFrame(0)!);
    }

    [Fact]
    public async Task An_async_method_is_named_as_it_was_written()
    {
        await Task.Yield();
        Assert.Equal($"{Here}.An_async_method_is_named_as_it_was_written", Name(new StackTrace().GetFrame(0)!));
    }

    [Fact]
    public async Task An_async_lambda_or_local_function_is_named_by_the_method_that_holds_it()
    {
        const string method = "An_async_lambda_or_local_function_is_named_by_the_method_that_holds_it";
        var lambda = async () =>
        {
            await Task.Yield();
            return Name(new StackTrace().GetFrame(0)!);
        };
        Assert.Equal($"{Here}.{method}.lambda", await lambda());
        Assert.Equal($"{Here}.{method}.Inner", await Inner());

        static async Task<string> Inner()
        {
            await Task.Yield();
            return Name(new StackTrace().GetFrame(0)!);
        }
    }

    [Fact]
    public void Generics_have_the_names_of_their_parameters()
    {
        Assert.Equal("System.Collections.Generic.Dictionary<TKey,TValue>.TryAdd", MethodNames.Write(typeof(Dictionary<string, int>).GetMethod("TryAdd")!));
        Assert.Equal("System.Collections.Generic.List<T>.Enumerator.MoveNext", MethodNames.Write(typeof(List<string>.Enumerator).GetMethod("MoveNext")!));
        Assert.Equal("System.Array.Empty<T>", MethodNames.Write(typeof(Array).GetMethod("Empty")!.MakeGenericMethod(typeof(string))));
        Assert.Equal($"{Here}.Outer<T>.Inner<TInner>.Both", MethodNames.Write(typeof(Outer<int>.Inner<string>).GetMethod("Both", BindingFlags.Static | BindingFlags.NonPublic)!));
        Assert.Equal("System.Version.ctor", MethodNames.Write(typeof(Version).GetConstructor([])!));
    }

    private static string Name(StackFrame frame) => MethodNames.Write(frame.GetMethod()!);

    private static class Outer<T>
    {
        internal static class Inner<TInner>
        {
            internal static (T?, TInner?) Both() => default;
        }
    }
}
