BeforeDiscovery {
    . $PSScriptRoot/Setup.ps1
    $commands = Get-Command -Module PermModule | ForEach-Object { @{ Command = $_; Name = $_.Name } }
}

BeforeAll {
    . $PSScriptRoot/Setup.ps1
    $common = [Management.Automation.PSCmdlet]::CommonParameters + [Management.Automation.PSCmdlet]::OptionalCommonParameters
    $snapshot = "$PSScriptRoot/Surface.snapshot.json"

    function Get-Surface {
        # Names, types, sets, places and pipeline behaviour of every parameter, and what comes out, one line each.
        foreach ($command in Get-Command -Module PermModule | Sort-Object Name) {
            [ordered]@{
                Name       = $command.Name
                Impact     = "$([Reflection.CustomAttributeExtensions]::GetCustomAttribute($command.ImplementingType, [Management.Automation.CmdletAttribute]).ConfirmImpact)"
                DefaultSet = "$($command.DefaultParameterSet)"
                Outputs    = @($command.OutputType.Name | Sort-Object)
                Parameters = @(
                    foreach ($parameter in $command.Parameters.Values | Where-Object Name -NotIn $common | Sort-Object Name) {
                        $sets = foreach ($set in $parameter.ParameterSets.GetEnumerator() | Sort-Object Key) {
                            $marks = @(
                                if ($set.Value.IsMandatory) { 'mandatory' }
                                if ($set.Value.Position -ge 0) { "position $($set.Value.Position)" }
                                if ($set.Value.ValueFromPipeline) { 'pipeline' }
                                if ($set.Value.ValueFromPipelineByPropertyName) { 'property' }
                            )
                            (@($set.Key) + $marks) -join ' '
                        }
                        "$($parameter.Name) [$("$($parameter.ParameterType)" -replace ', [\w.]+, Version=[^\]]*?PublicKeyToken=\w+')]$(if ($parameter.Aliases) { " alias $($parameter.Aliases -join ' ')" }): $($sets -join '; ')"
                    }
                )
            }
        }
    }
}

Describe 'The surface' {
    It 'lists the cmdlets that the manifest names, and no others' {
        $expected = @(
            'Add-PermGroupMember', 'Add-PermRoleMember', 'Approve-WaitingRoomItem', 'Backup-PermStore', 'Clear-PermPersonalData', 'Compare-PermPortal', 'Compare-PermProfile', 'Compare-PermStore', 'Connect-PermPortal', 'Connect-PermStore'
            'Copy-PermProfile', 'Deny-WaitingRoomItem', 'Disable-PermUser', 'Disconnect-PermPortal', 'Disconnect-PermStore', 'Enable-PermUser', 'Export-PermAuditTrail'
            'Export-PermProfile', 'Export-PermReport', 'Export-PermUser', 'Get-ContentWorkflowOwner', 'Get-PermAuditDigest', 'Get-PermAuditEvent'
            'Get-PermAuditRule', 'Get-PermEffectiveRight', 'Get-PermGroup', 'Get-PermGroupMember', 'Get-PermPortal', 'Get-PermProfile', 'Get-PermRight', 'Get-PermRightHolder', 'Get-PermRole', 'Get-PermRoleMember', 'Get-PermSolution', 'Get-PermStore', 'Get-PermUser', 'Get-SeatContract', 'Get-SeatForecast', 'Get-SeatHistory', 'Get-SeatRecommendation', 'Get-SeatUsage'
            'Get-StudioPermission', 'Get-WaitingRoomAuditor', 'Get-WaitingRoomItem', 'Grant-PermRight', 'Import-PermProfile', 'Import-PermUser'
            'Invoke-PermAudit', 'Invoke-PermTransaction', 'Measure-SeatImpact', 'New-PermGroup', 'New-PermProfile', 'New-PermStore', 'New-PermUser'
            'Remove-PermGroup', 'Remove-PermGroupMember', 'Remove-PermProfile', 'Remove-PermRoleMember', 'Remove-PermUser', 'Remove-WaitingRoomItem'
            'Restore-PermStore', 'Revoke-PermRight', 'Set-ContentWorkflowOwner', 'Set-PermGroup', 'Set-PermProfile', 'Set-PermRightTier', 'Set-PermUser'
            'Set-SeatContract', 'Submit-WaitingRoomItem', 'Sync-PermPortal', 'Test-PermAuditTrail', 'Test-PermRight', 'Test-PermStore', 'Test-StudioPermission', 'Undo-PermChange'
        )
        @((Get-Command -Module PermModule).Name | Sort-Object) | Should -Be ($expected | Sort-Object)
        @((Import-PowerShellDataFile $manifest).CmdletsToExport | Sort-Object) | Should -Be ($expected | Sort-Object)
    }

    It 'is the one that was reviewed' {
        # A change is wanted: run this file with PERMMODULE_UPDATE_SNAPSHOT=1 and review the difference.
        $now = Get-Surface | ConvertTo-Json -Depth 5
        if ($env:PERMMODULE_UPDATE_SNAPSHOT) {
            Set-Content $snapshot $now
        }
        $old = Get-Content $snapshot -Raw | ConvertFrom-Json
        $new = $now | ConvertFrom-Json
        @($new.Name) | Should -Be @($old.Name)
        foreach ($command in $new) {
            $before = $old | Where-Object Name -EQ $command.Name
            foreach ($part in 'Impact', 'DefaultSet', 'Outputs', 'Parameters') {
                @($command.$part) | Should -Be @($before.$part) -Because "$($command.Name) $part"
            }
        }
    }

    It 'gives a parameter name one meaning' {
        # Same name, same type, apart from one or many. The others are looked at one by one.
        $known = 'InputObject', 'Name', 'Id', 'Path', 'Action', 'Kind', 'User', 'UserName', 'Profile', 'Group', 'Right', 'Rule', 'Asset', 'Tier', 'Role', 'Object', 'Relation', 'Requester', 'Category', 'Severity', 'Digest', 'Target', 'First', 'Skip', 'After', 'Before', 'Department', 'Location', 'SsoOnly', 'Inactive', 'Store', 'State', 'NotSeenFor', 'Format'
        $differ = Get-Command -Module PermModule | ForEach-Object { $_.Parameters.Values } | Where-Object Name -NotIn ($common + $known) |
            Group-Object Name | Where-Object { @($_.Group.ParameterType.FullName -replace '\[\]' | Sort-Object -Unique).Count -gt 1 }
        $differ.Name | Should -BeNullOrEmpty
    }
}

Describe '<Name>' -ForEach $commands {
    BeforeAll {
        $type = $Command.ImplementingType
        $attribute = [Reflection.CustomAttributeExtensions]::GetCustomAttribute($type, [Management.Automation.CmdletAttribute])
        $own = $Command.Parameters.Values | Where-Object Name -NotIn $common
    }

    It 'is a sealed public class named after it' {
        $type.IsSealed -and $type.IsPublic | Should -BeTrue
        $type.FullName | Should -BeExactly "PermModule.Commands.$($Command.Verb)$($Command.Noun)Command"
    }

    It 'has an approved verb and a singular noun' {
        (Get-Verb $Command.Verb) | Should -Not -BeNullOrEmpty
        $Command.Noun | Should -Match '^(Perm|Seat|WaitingRoom|Studio|ContentWorkflow)[A-Z]\w+[^s]$'
    }

    It 'says what comes out' {
        $Command.OutputType.Count | Should -BeGreaterThan 0
        $Command.OutputType.Name | Should -Not -Match '\[\]$'
    }

    It 'asks before it changes something, and only then' {
        $changes = $Command.Verb -in 'Add', 'Approve', 'Clear', 'Copy', 'Deny', 'Disable', 'Enable', 'Grant', 'Import', 'New', 'Remove', 'Restore', 'Revoke', 'Set', 'Submit', 'Sync', 'Backup', 'Export'
        if ($Command.Verb -in 'Get', 'Test', 'Compare', 'Measure') {
            $attribute.SupportsShouldProcess | Should -BeFalse
        }
        elseif ($changes) {
            $attribute.SupportsShouldProcess | Should -BeTrue
        }
        # New-PermStore -Force replaces a store; without -Force it asks nobody.
        $high = $Command.Verb -in 'Clear', 'Remove', 'Restore' -or $Command.Name -eq 'New-PermStore'
        "$($attribute.ConfirmImpact)" -eq 'High' | Should -Be $high
    }

    It 'has parameters in Pascal case, without bool and without names of the shell' {
        foreach ($parameter in $own) {
            $parameter.Name | Should -MatchExactly '^[A-Z][A-Za-z]+$'
            $parameter.ParameterType | Should -Not -Be ([bool])
            $parameter.Name | Should -Not -Match '^(Confirm|Debug|Verbose|WhatIf|OutBuffer|OutVariable|(Error|Warning|Information)(Action|Variable)|PipelineVariable|ProgressAction|UseTransaction)$'
        }
    }

    It 'binds the pipeline to one parameter of a set at most' {
        foreach ($set in $Command.ParameterSets) {
            @($set.Parameters | Where-Object ValueFromPipeline).Count | Should -BeLessOrEqual 1 -Because $set.Name
        }
    }

    It 'takes its main argument at position 0' {
        $without = 'Disconnect-PermStore', 'Get-PermStore', 'Disconnect-PermPortal', 'Get-PermPortal', 'Test-PermStore', 'Get-SeatContract', 'Set-SeatContract', 'Get-ContentWorkflowOwner', 'Get-PermAuditDigest', 'Measure-SeatImpact', 'Submit-WaitingRoomItem'
        if ($Command.Name -notin $without) {
            @($Command.ParameterSets.Parameters | Where-Object Position -EQ 0).Count | Should -BeGreaterThan 0
        }
    }

    It 'takes a store' {
        if ($Command.Name -notmatch '^(New|Connect|Disconnect|Restore)-PermStore$|^(Connect|Disconnect|Get)-PermPortal$|^Get-PermAuditRule$|^Get-PermSolution$|^Get-StudioPermission$') {
            $Command.Parameters.Keys | Should -Contain Store
        }
    }

    It 'gives back what it changed only when asked' {
        if ($Command.Verb -in 'Set', 'Enable', 'Disable', 'Add', 'Grant', 'Revoke', 'Approve', 'Deny' -and $Command.Name -ne 'Set-SeatContract') {
            $Command.Parameters.Keys | Should -Contain PassThru
        }
    }
}
