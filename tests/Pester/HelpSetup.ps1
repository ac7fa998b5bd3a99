# Dot-sourced after Setup.ps1 by the tests of the help: the portal that the examples of the pages speak of.
function New-SamplePortal {
    # A folder with a store and the files that the examples read. Nothing stays connected.
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '')]
    param([string] $Folder)
    $null = New-Item $Folder -ItemType Directory -Force
    Push-Location $Folder
    try {
        $null = New-PermStore ./perm.db -Actor tester
        $null = New-PermProfile 'Portal administrators' -Right @(
            'asset-bank.users-and-permissions.*', 'asset-bank.waiting-room.*', 'asset-bank.system-admin.manage-portal-settings'
            'asset-bank.reporting.view-change-history', 'asset-bank.reporting.export-user-data')
        $null = New-PermProfile Editors -Right asset-bank.asset-management.upload-assets, studio.content-designer
        $null = New-PermProfile Designers -Right asset-bank.asset-management.upload-assets, asset-bank.collections.create-collections
        $null = New-PermProfile Partners -Right asset-bank.asset-management.upload-assets-with-mandatory-approval
        $null = New-PermProfile Viewers -Right asset-bank.collections.create-collections -Default
        $null = Set-SeatContract -Heavy 5 -Regular 20 -Light 200
        $null = New-PermGroup Campaign 'People of the campaign'
        $null = New-PermGroup Agency
        @'
UserName,Email,FirstName,LastName,Profile,Department,Location,Group,Active,LastLoginAt
ann,ann@example.com,Ann,Lee,Portal administrators,Marketing,Oslo,,yes,2026-01-15 08:00:00
bob,bob@example.com,Bob,Rossi,Editors,Sales,Rome,Campaign,yes,2026-02-01 09:30:00
cid,cid@example.com,Cid,Moe,Viewers,Sales,Oslo,Campaign,yes,
gus,gus@example.com,Gus,Berg,Designers,Marketing,Oslo,,yes,2026-02-01 10:00:00
dora,dora@example.com,Dora,Conti,Viewers,Marketing,Rome,,no,2025-11-20 10:00:00
'@ | Set-Content ./everybody.csv
        $null = Import-PermUser ./everybody.csv
        Add-PermRoleMember PortalOwner ann
        Add-PermRoleMember Champion bob
        Set-ContentWorkflowOwner ann
        $null = Submit-WaitingRoomItem Download cid film.mp4, logo.svg -Reason 'For the fair'

        "UserName,Email,Profile,Department`neve,eve@example.com,Editors,Sales`nfinn,finn@example.com,,Marketing" | Set-Content ./people.csv
        "Login,Email,Function`nbob,bob@example.com,Editor in chief`ngina,gina@example.com,Designer" | Set-Content ./staff.csv
        "hugo@example.com`nida@example.com" | Set-Content ./newcomers.txt
        "bob`ncid" | Set-Content ./leavers.txt
        "Group,User`nAgency,bob`nCampaign,ann" | Set-Content ./memberships.csv
        "Profile,Right`nEditors,asset-bank.asset-management.edit-assets`nViewers,asset-bank.collections.embed-collections" | Set-Content ./rights.csv
        "Kind,Requester,Asset,Reason`nDownload,cid,poster.png,For a client`nUpload,bob,draft.png," | Set-Content ./requests.csv
        $null = Export-PermUser ./people.xlsx
        $null = Export-PermUser ./portal-export.csv -Format PortalExport
        $null = Export-PermReport ./report-before.json
        $null = Backup-PermStore ./backup.db
        $document = Get-Content (Export-PermProfile ./permissions.json) | ConvertFrom-Json
        $document.contract.light = 250
        $document | ConvertTo-Json -Depth 8 | Set-Content ./permissions-wanted.json
        Get-PermAuditDigest | ConvertTo-Json -Compress | Set-Content ./digests.jsonl
        Disconnect-PermStore
    }
    finally {
        Pop-Location
    }
}

function Get-Effect {
    # What an example may leave behind: another store in use, another event in its trail, another file.
    $store = try { Get-PermStore } catch { $null }
    "portal $(try { (Get-PermPortal).Scopes.Count } catch { 'none' })"
    "$($store.Path) $($store.Actor) $(if ($store) { (Get-PermAuditDigest).LastId })"
    Get-ChildItem | Where-Object Name -NotMatch '-(wal|shm)$' | ForEach-Object { "$($_.Name) $($_.LastWriteTimeUtc.Ticks)" }
}

function Invoke-PageExample {
    # Runs an example in a copy of the sample portal, as somebody would who answers every question with yes.
    param([string] $Sample, [string] $Code)
    $folder = "$TestDrive/$([guid]::NewGuid())"
    Copy-Item $Sample $folder -Recurse
    Push-Location $folder
    try {
        $null = Connect-PermStore ./perm.db -Actor tester
        # The portal that the pages speak of, and a vault as Microsoft.PowerShell.SecretManagement would open it.
        function Get-Secret { [Net.NetworkCredential]::new('', $args[0] -eq 'portal-secret' ? 'app-secret' : $env:PERMMODULE_PORTAL_TOKEN).SecurePassword }
        $Code = $Code -replace 'https://portal\.example\.com', $env:PERMMODULE_PORTAL_URI
        Connect-PermPortal -RequestsPerSecond 10000 -RequestsPerWindow 1000000
        $before = Get-Effect
        $output = & {
            $ErrorActionPreference = 'Stop'
            $ConfirmPreference = 'None'
            $WarningPreference = 'SilentlyContinue'
            & ([scriptblock]::Create($Code))
        }
        [pscustomobject]@{ Output = @($output); HasEffect = [bool](Compare-Object $before (Get-Effect)) }
    }
    finally {
        Disconnect-PermPortal
        Disconnect-PermStore
        Pop-Location
    }
}

function Get-HelpPage {
    # What a Markdown page says, section by section.
    param([string] $Name)
    $text = (Get-Content "$script:root/docs/help/$Name.md" -Raw) -replace "`r`n", "`n"
    $section = @{}
    foreach ($match in [regex]::Matches($text, '(?ms)^## ([A-Z ]+)\n(.*?)(?=^## |\z)')) {
        $section[$match.Groups[1].Value] = $match.Groups[2].Value.Trim()
    }
    [pscustomobject]@{
        Text        = $text
        Synopsis    = $section['SYNOPSIS']
        Description = $section['DESCRIPTION']
        Outputs     = $section['OUTPUTS']
        Links       = @([regex]::Matches($section['RELATED LINKS'], '\]\((.+?)\)') | ForEach-Object { $_.Groups[1].Value })
        Examples    = @([regex]::Matches($section['EXAMPLES'], '(?ms)^### (Example \d+: .+?)\n\n```powershell\n(.+?)\n```\n\n(.+?)(?=\n\n### |\z)') | ForEach-Object {
                [pscustomobject]@{ Title = $_.Groups[1].Value; Code = $_.Groups[2].Value; Text = $_.Groups[3].Value }
            })
        Parameters  = @([regex]::Matches($section['PARAMETERS'], '(?ms)^### -(\w+)\n\n(.+?)\n\n```yaml\n(.+?)\n```') | ForEach-Object {
                [pscustomobject]@{ Name = $_.Groups[1].Value; Description = $_.Groups[2].Value; Facts = Get-PageFact $_.Groups[3].Value; Default = [regex]::Match($_.Groups[3].Value, "(?m)^DefaultValue: '?(.*?)'?$").Groups[1].Value }
            })
    }
}

function Get-PageFact {
    # A parameter as a page has it, in the words of Get-CodeFact.
    param([string] $Yaml)
    $list = { param($Name) ([regex]::Match($Yaml, "(?m)^${Name}:((?:\n- .+)*)").Groups[1].Value -split '\n- ' | Where-Object { $_ } | Sort-Object) -join ',' }
    "type $([regex]::Match($Yaml, '(?m)^Type: (.+)$').Groups[1].Value)"
    "aliases $(& $list Aliases)"
    "values $(& $list AcceptedValues)"
    "wildcards $([regex]::Match($Yaml, '(?m)^SupportsWildcards: (.+)$').Groups[1].Value)"
    $pattern = '(?m)^- Name: (.+)\n  Position: (.+)\n  IsRequired: (.+)\n  ValueFromPipeline: (.+)\n  ValueFromPipelineByPropertyName: (.+)$'
    [regex]::Matches($Yaml, $pattern) | ForEach-Object { 'set ' + ($_.Groups[1..5].Value -join ' ') } | Sort-Object
}

function Get-CodeFact {
    # A parameter as it is: type, aliases, values, and of each parameter set position, need and pipeline.
    param([System.Management.Automation.ParameterMetadata] $Parameter)
    $type = $Parameter.ParameterType
    $element = $type.IsArray ? $type.GetElementType() : ([Nullable]::GetUnderlyingType($type) ?? $type)
    "type $($type.ToString())"
    "aliases $(($Parameter.Aliases | Sort-Object) -join ',')"
    "values $(if ($element.IsEnum) { ([Enum]::GetNames($element) | Sort-Object) -join ',' })"
    "wildcards $("$([bool]($Parameter.Attributes | Where-Object { $_ -is [SupportsWildcards] }))".ToLowerInvariant())"
    $Parameter.ParameterSets.GetEnumerator() | ForEach-Object {
        $set = $_.Value
        $position = $set.Position -eq [int]::MinValue ? 'Named' : $set.Position
        $values = @($position, $set.IsMandatory, $set.ValueFromPipeline, $set.ValueFromPipelineByPropertyName) -join ' '
        "set $($_.Key -replace '^__AllParameterSets$', '(All)') $($values -creplace 'True', 'true' -creplace 'False', 'false')"
    } | Sort-Object
}
