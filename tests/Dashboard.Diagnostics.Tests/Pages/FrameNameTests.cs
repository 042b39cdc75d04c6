using Dashboard.Diagnostics.Pages;
using Dashboard.Diagnostics.Pprof;

namespace Dashboard.Diagnostics.Tests.Pages;

public sealed class FrameNameTests
{
    [Theory]
    [InlineData("[libc.so.6]", "|[libc.so.6]|", "[libc.so.6]")]
    [InlineData("Shop.Orders.Store.SaveAsync", "Shop.Orders.Store.|SaveAsync|", "Store.SaveAsync")]
    [InlineData("Shop.Store.SaveAsync<Shop.Order, System.Int32>(System.String)", "Shop.Store.|SaveAsync|<Shop.Order, System.Int32>(System.String)", "Store.SaveAsync<Shop.Order, System.Int32>(System.String)")]
    [InlineData("System.Collections.Generic.Dictionary<System.String, Shop.Entry>.Entry[]", "System.Collections.Generic.Dictionary<System.String, Shop.Entry>.|Entry|[]", "Dictionary<System.String, Shop.Entry>.Entry[]")]
    [InlineData("Shop.Order..ctor", "Shop.Order.|.ctor|", "Order..ctor")]
    [InlineData("Program.<Main>$", "Program.|<Main>$|", "Program.<Main>$")]
    [InlineData("Shop.Loop.<RunAsync>d__5.MoveNext", "Shop.Loop.<RunAsync>d__5.|MoveNext|", "<RunAsync>d__5.MoveNext")]
    [InlineData("[static field]", "|[static field]|", "[static field]")]
    [InlineData("main", "|main|", "main")]
    [InlineData("", "||", "")]
    public void A_name_has_a_scope_a_method_and_parameters(string function, string parts, string brief)
    {
        var (scope, method, parameters) = FrameName.Split(function);
        Assert.Equal(parts, $"{scope}|{method}|{parameters}");
        Assert.Equal(brief, FrameName.Short(function));
    }

    [Theory]
    [InlineData("/home/build/src/Store.cs", 12, "Shop.dll", "Store.cs:12")]
    [InlineData("C:\\src\\Store.cs", 12, "Shop.dll", "Store.cs:12")]
    [InlineData("Shop.dll", 0, "Shop.dll", "Shop.dll")]
    [InlineData("", 0, "", "")]
    public void A_place_is_the_file_with_its_line_or_else_the_module(string file, int line, string module, string place) =>
        Assert.Equal(place, FrameName.Place(new Frame("Shop.Go", file, line, module)));

    [Theory]
    [InlineData("Shop.Go", "Shop.dll", false)]
    [InlineData("System.Go", "Shop.dll", false)] // the module tells, where there is one
    [InlineData("Shop.Go", "System.Private.CoreLib.dll", true)]
    [InlineData("Go", "Microsoft.AspNetCore.Server.Kestrel.Core.dll", true)]
    [InlineData("Go", "Dashboard.Diagnostics.dll", true)]
    [InlineData("Go", "Dashboard.Server.dll", false)]
    [InlineData("Go", "SystemOfMine.dll", false)]
    [InlineData("System.String", "", true)]
    [InlineData("Shop.Order", "", false)]
    [InlineData("[GC]", "", true)]
    [InlineData("[static field]", "Shop.dll", true)]
    public void The_module_tells_own_code_from_the_frameworks(string function, string module, bool isFramework) =>
        Assert.Equal(isFramework, FrameOrigin.IsFramework(new Frame(function, "", 0, module)));
}
