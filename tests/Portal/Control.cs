using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace PermModule.Fakes;

/// <summary>Lets tests in another process look into the fake portal and change it, under <c>/_fake</c>.</summary>
internal static class Control
{
    public static Task Handle(HttpContext context, string body, PortalHandler portal)
    {
        JsonObject given = body.Length == 0 ? [] : (JsonObject)JsonNode.Parse(body)!;
        switch (context.Request.Path.Value)
        {
            case "/_fake/user":
                SetUser(portal.State, given);
                break;
            case "/_fake/profile":
                SetProfile(portal.State, given);
                break;
            case "/_fake/group":
                portal.State.AddGroup(given["name"]!.GetValue<string>());
                break;
            case "/_fake/token":
                portal.Token = given["token"]!.GetValue<string>();
                break;
            case "/_fake/quirk":
                foreach ((string name, JsonNode? value) in given)
                {
                    PropertyInfo quirk = typeof(Quirks).GetProperty(name)!;
                    quirk.SetValue(portal.Quirks, value.Deserialize(quirk.PropertyType));
                }

                break;
        }

        return PortalHandler.Json(context, 200, new JsonObject
        {
            ["users"] = portal.State.Users.Count,
            ["active"] = portal.State.Users.Values.Count(user => user.IsActive),
            ["requests"] = portal.Requests.Count,
            ["writes"] = portal.Requests.Count(request => request.Method != "GET" && !request.Path.Contains("oauth2", StringComparison.Ordinal)),
            ["blocked"] = portal.Blocked,
        });
    }

    /// <summary>Changes a user, or adds one: <c>{"userName": …, "newUserName": …, "profile": name, "isActive": …, "groups": [names], …}</c>; <c>"isGone": true</c> takes the user away.</summary>
    private static void SetUser(PortalState state, JsonObject given)
    {
        string name = given["userName"]!.GetValue<string>();
        FakeUser user = state.Find(name) ?? state.AddUser(name, state.Profiles[^1]);
        if (given["isGone"]?.GetValue<bool>() == true)
        {
            state.Users.Remove(user.Id);
            return;
        }

        user.UserName = given["newUserName"]?.GetValue<string>() ?? user.UserName;
        user.Email = given["email"]?.GetValue<string>() ?? user.Email;
        user.FirstName = given["firstName"]?.GetValue<string>() ?? user.FirstName;
        user.LastName = given["lastName"]?.GetValue<string>() ?? user.LastName;
        user.Department = given["department"]?.GetValue<string>() ?? user.Department;
        user.IsActive = given["isActive"]?.GetValue<bool>() ?? user.IsActive;
        user.ProfileId = given["profile"] is { } profile ? state.Profile(profile.GetValue<string>()).Id : user.ProfileId;
        if (given["groups"] is JsonArray groups)
        {
            user.GroupIds.Clear();
            user.GroupIds.AddRange(groups.Select(group => state.Group(group!.GetValue<string>()).Id));
        }
    }

    /// <summary>Gives a profile roles, or adds it: <c>{"name": …, "roles": […], "newName": …}</c>.</summary>
    private static void SetProfile(PortalState state, JsonObject given)
    {
        string name = given["name"]!.GetValue<string>();
        FakeProfile profile = state.Profiles.Find(known => known.Name == name) ?? state.AddProfile(name);
        if (given["roles"] is JsonArray roles)
        {
            profile.Roles.Clear();
            profile.Roles.AddRange(roles.Select(role => role!.GetValue<string>()));
        }

        profile.Name = given["newName"]?.GetValue<string>() ?? profile.Name;
    }
}
