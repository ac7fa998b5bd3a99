BeforeAll { . $PSScriptRoot/Setup.ps1 }

Describe 'Get-StudioPermission' {
    It 'lists the whole matrix without a store' {
        Disconnect-PermStore
        $cells = Get-StudioPermission
        $cells | Should -HaveCount 96
        $cells[0] | Should -BeOfType (Get-CoreType StudioPermission)
    }

    It 'finds cells by role, relation, object and action' {
        $cell = Get-StudioPermission -Role ContentDesigner -Relation Contributor -Object Project -Action 'delete project'
        $cell.Action, $cell.IsAllowed | Should -Be 'Delete project', $false
        (Get-StudioPermission ContentCreator -Relation Owner -Action '*ownership').IsAllowed | Should -Be $true, $false
        ('Edit design', 'Move*' | Get-StudioPermission -Role Admin).IsAllowed | Should -Be $true, $true, $true, $false
        Get-StudioPermission -Action 'x*' | Should -BeNullOrEmpty
    }

    It 'says which action there is not, and goes on' {
        $found = Get-StudioPermission Admin -Relation Owner -Object Design -Action 'Rename project', 'Edit design' -ErrorVariable refused -ErrorAction SilentlyContinue
        $found.Action | Should -Be 'Edit design'
        $refused.FullyQualifiedErrorId | Should -Be 'StudioActionNotFound,PermModule.Commands.GetStudioPermissionCommand'
        $refused.TargetObject | Should -Be 'Rename project'
        Get-StudioPermission -Action '[z-a]' -ErrorVariable refused -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $refused.FullyQualifiedErrorId | Should -Be 'InvalidPattern,PermModule.Commands.GetStudioPermissionCommand'
    }

    It 'offers the actions of the object' {
        $line = 'Get-StudioPermission -Object Project -Action tra'
        ([Management.Automation.CommandCompletion]::CompleteInput($line, $line.Length, $null)).CompletionMatches.CompletionText | Should -Be "'Transfer ownership'"
        $line = 'Get-StudioPermission -Action del'
        ([Management.Automation.CommandCompletion]::CompleteInput($line, $line.Length, $null)).CompletionMatches.CompletionText | Should -Be "'Delete project'", "'Delete design'"
    }
}
