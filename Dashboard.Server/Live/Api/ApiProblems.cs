namespace Dashboard.Server.Live.Api;

/// <summary>Turns what is wrong with a request into a problem of RFC 9457 whose detail names cause and remedy.</summary>
internal sealed class ApiProblems : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (InvalidQueryException error)
        {
            return Results.ValidationProblem(
                error.Errors.ToDictionary(StringComparer.Ordinal),
                detail: error.Message,
                instance: context.HttpContext.Request.Path,
                title: "A parameter is not as it must be");
        }
        catch (NotFoundException error) when (error.MayCome)
        {
            return NotYet(context.HttpContext, error.Message);
        }
        catch (NotFoundException error)
        {
            return Results.Problem(
                error.Message, context.HttpContext.Request.Path, StatusCodes.Status404NotFound, title: "Not known here");
        }
    }

    /// <summary>The server has just started and has nothing to show yet.</summary>
    public static IResult NotYet(HttpContext context, string detail)
    {
        context.Response.Headers.RetryAfter = "5";
        return Results.Problem(detail, context.Request.Path, StatusCodes.Status503ServiceUnavailable, title: "Nothing is known yet");
    }
}
