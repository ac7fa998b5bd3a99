# Walks every pair of a type that comes out and a cmdlet, and holds what binds against what was decided.
BeforeAll {
    . $PSScriptRoot/Setup.ps1
    . $PSScriptRoot/Samples.ps1
    $samples = Get-Sample
    $snapshot = "$PSScriptRoot/Binding.snapshot.json"

    function Test-Conversion {
        param([object] $Value, [type] $Type)
        if ($null -eq $Value) { return $false }
        $result = $null
        [Management.Automation.LanguagePrimitives]::TryConvertTo($Value, $Type, [ref] $result)
    }

    function Get-Binding {
        # 'cmdlet -Parameter (value)' or '(property)' for what one object of a type would bind to.
        param([object] $Sample, [Management.Automation.CmdletInfo] $Command)
        foreach ($parameter in $Command.Parameters.Values) {
            $sets = $parameter.ParameterSets.Values
            if (($sets.ValueFromPipeline -contains $true) -and (Test-Conversion $Sample $parameter.ParameterType)) {
                "$($Command.Name) -$($parameter.Name) (value)"
            }
            elseif ($sets.ValueFromPipelineByPropertyName -contains $true) {
                $property = @($parameter.Name) + $parameter.Aliases | Where-Object { $_ -and $null -ne $Sample.PSObject.Properties[$_] } | Select-Object -First 1
                if ($property -and (Test-Conversion $Sample.$property $parameter.ParameterType)) {
                    "$($Command.Name) -$($parameter.Name) (property$(if ($property -ne $parameter.Name) { " $property" }))"
                }
            }
        }
    }

    $commands = Get-Command -Module PermModule | Sort-Object Name
    $script:bindings = [ordered]@{}
    foreach ($name in $samples.Keys -notmatch '#' | Sort-Object) {
        $bindings[$name] = @($commands | ForEach-Object { Get-Binding ($samples[$name] | Select-Object -Last 1) $_ })
    }
}

Describe 'What binds to what' {
    It 'is what was decided' {
        # A change is wanted: run this file with PERMMODULE_UPDATE_SNAPSHOT=1 and review the difference.
        if ($env:PERMMODULE_UPDATE_SNAPSHOT) {
            $bindings | ConvertTo-Json -Depth 3 | Set-Content $snapshot
        }
        $decided = Get-Content $snapshot -Raw | ConvertFrom-Json -AsHashtable
        @($bindings.Keys) | Should -Be @($decided.Keys | Sort-Object)
        foreach ($name in $bindings.Keys) {
            @($bindings[$name]) | Should -Be @($decided[$name]) -Because "that is what binds from $name"
        }
    }

    It 'lets only an object of the kind itself be removed, decided or given rights' {
        $meant = @{
            'Remove-PermUser'            = 'PermUser', 'GroupMember', 'RoleMember', 'SeatRecommendation', 'RightHolder', 'WaitingRoomAuditor'
            'Remove-PermProfile'         = 'PermProfile'
            'Remove-PermGroup'           = 'PermGroup'
            'Remove-PermGroupMember'     = 'PermUser', 'GroupMember', 'RoleMember', 'SeatRecommendation', 'RightHolder', 'WaitingRoomAuditor', 'PermGroup'
            'Remove-PermRoleMember'      = 'PermUser', 'GroupMember', 'RoleMember', 'SeatRecommendation', 'RightHolder', 'WaitingRoomAuditor'
            'Remove-WaitingRoomItem'     = 'WaitingRoomItem'
            'Approve-WaitingRoomItem'    = 'WaitingRoomItem'
            'Deny-WaitingRoomItem'       = 'WaitingRoomItem'
            'Disable-PermUser'           = 'PermUser', 'GroupMember', 'RoleMember', 'SeatRecommendation', 'RightHolder', 'WaitingRoomAuditor'
            'Enable-PermUser'            = 'PermUser', 'GroupMember', 'RoleMember', 'SeatRecommendation', 'RightHolder', 'WaitingRoomAuditor'
            'Grant-PermRight'            = 'PermProfile', 'PermRight', 'EffectiveRight', 'RightHolder', 'ProfileDifference'
            'Revoke-PermRight'           = 'PermProfile', 'PermRight', 'EffectiveRight', 'RightHolder', 'ProfileDifference'
            'Set-ContentWorkflowOwner'   = 'PermUser', 'GroupMember', 'RoleMember', 'SeatRecommendation', 'RightHolder', 'WaitingRoomAuditor'
        }
        # A connection to the portal names the user of its token, as an object of a user does.
        foreach ($command in @($meant.Keys) -match '-Perm(User|GroupMember|RoleMember)$|-ContentWorkflowOwner$') { $meant[$command] += 'PermPortal' }
        # Taking users out of a group needs the users named as well, whatever gives the name of the group, and so does deciding on assets the request.
        $harmless = '-Department', '-Location', '-Role', '-Group', '-Store', '-Asset'
        $accidents = foreach ($name in $bindings.Keys) {
            foreach ($binding in $bindings[$name]) {
                $command, $parameter, $null = $binding -split ' ', 3
                if ($meant.ContainsKey($command) -and ($name -replace '^PermModule\.') -notin $meant[$command] -and $parameter -notin $harmless) {
                    "$name | $binding"
                }
            }
        }
        $accidents | Should -BeNullOrEmpty
    }

    It 'hands the file that <_> writes to what reads files, whatever its name' -ForEach 'Backup-PermStore', 'Export-PermAuditTrail', 'Export-PermProfile', 'Export-PermReport', 'Export-PermUser' {
        $path = "$TestDrive/[a] $_ ``b.json"
        $file = & $_ $path
        $file.PSPath | Should -Not -BeNullOrEmpty
        ($file | Get-FileHash).Hash | Should -Be (Get-FileHash -LiteralPath $path).Hash
    }

    It 'refuses <Name>' -ForEach @(
        @{ Name = 'a user piped to Remove-PermProfile'; Pipe = { Get-PermUser user1 | Remove-PermProfile -Confirm:$false } }
        @{ Name = 'a user piped to Grant-PermRight'; Pipe = { Get-PermUser user1 | Grant-PermRight -Right asset-bank.asset.manage-brands } }
        @{ Name = 'a user piped to Revoke-PermRight'; Pipe = { Get-PermUser user1 | Revoke-PermRight -Right asset-bank.collections.create-collections } }
        @{ Name = 'a profile piped to Remove-PermUser'; Pipe = { Get-PermProfile Viewer | Remove-PermUser -Confirm:$false } }
        @{ Name = 'a group piped to Remove-PermUser'; Pipe = { Get-PermGroup A* | Remove-PermUser -Confirm:$false } }
        @{ Name = 'a group piped to Remove-PermProfile'; Pipe = { Get-PermGroup A* | Remove-PermProfile -Confirm:$false } }
        @{ Name = 'a profile piped to Remove-PermGroup'; Pipe = { Get-PermProfile Viewer | Remove-PermGroup -Confirm:$false } }
        @{ Name = 'a user piped to Remove-WaitingRoomItem'; Pipe = { Get-PermUser user1 | Remove-WaitingRoomItem -Confirm:$false } }
        @{ Name = 'an event of the audit piped to Remove-WaitingRoomItem'; Pipe = { Get-PermAuditEvent -First 1 | Remove-WaitingRoomItem -Confirm:$false } }
        @{ Name = 'an event of the audit piped to Approve-WaitingRoomItem'; Pipe = { Get-PermAuditEvent -First 1 | Approve-WaitingRoomItem -Auditor boss } }
        @{ Name = 'a user piped to Approve-WaitingRoomItem'; Pipe = { Get-PermUser user1 | Approve-WaitingRoomItem -Auditor boss } }
        @{ Name = 'a finding piped to Remove-PermUser'; Pipe = { Invoke-PermAudit | Select-Object -First 1 | Remove-PermUser -Confirm:$false } }
    ) {
        $before = Get-PermAuditDigest
        $errors = & $Pipe 2>&1
        $errors | Should -BeOfType ([Management.Automation.ErrorRecord])
        (Get-PermAuditDigest).Count | Should -Be $before.Count
    }
}
